package com.gamma.feature;

import fixture.sdkunlisted.MainActivity;

public class Feature {
    public void open(MainActivity page) {
        Model model = new Model();
        page.opened(new Title(model, new Style()).text() + new Footer().text());
    }
}
