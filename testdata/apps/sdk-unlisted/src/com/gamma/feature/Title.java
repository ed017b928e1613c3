package com.gamma.feature;

class Title {
    private final Model model;
    private final Style style;

    Title(Model model, Style style) {
        this.model = model;
        this.style = style;
    }

    String text() {
        return style.mark + model.name;
    }
}
