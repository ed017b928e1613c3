package com.example.weather;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;

/** Fetches the forecast over plain HTTP, with the position in the address. */
final class Forecast {
    interface Listener {
        void onForecast(String text);
    }

    private static final String SERVER = "http://api.weather.example.com.cn/v2/now?place=";

    static void load(String place, Listener listener) {
        new Thread(() -> {
            try {
                HttpURLConnection connection = (HttpURLConnection) new URL(SERVER + place).openConnection();
                try (BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), "UTF-8"))) {
                    listener.onForecast(in.readLine());
                }
            } catch (IOException e) {
                listener.onForecast("");
            }
        }).start();
    }
}
