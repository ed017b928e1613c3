package fixture.refuseproperties;

import android.app.*;

public class App extends Application {
  static Container container;

  @Override public void onCreate() {
    super.onCreate();
    container = new Container();
    container.put(Answer.class, () -> new Answer(this));
  }
}
