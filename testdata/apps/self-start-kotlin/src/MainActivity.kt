
package fixture.selfstartkotlin

import android.app.Activity
import android.os.Bundle
import android.widget.CheckBox
import android.widget.LinearLayout

/** No layout: the box and its text are made in code, ticked by a property. */
class MainActivity : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val agree = CheckBox(this).apply {
            text = "我已阅读并同意《隐私政策》https://www.example.com.cn/privacy.html"
            isChecked = true
        }
        setContentView(LinearLayout(this).apply { addView(agree) })
    }
}
