package fixture.recordplayback;

import android.app.*;
import android.media.*;
import android.media.projection.*;
import android.os.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    MediaProjection screen = ((MediaProjectionManager) getSystemService("media_projection")).getMediaProjection(1, getIntent());
    AudioPlaybackCaptureConfiguration played = new AudioPlaybackCaptureConfiguration.Builder(screen).addMatchingUsage(1).build();
    AudioFormat format = new AudioFormat.Builder().setEncoding(2).setSampleRate(44100).build();
    new Recorder(new AudioRecord.Builder().setAudioFormat(format).setAudioPlaybackCaptureConfig(played).build()).start();
  }
  static class Recorder extends Thread {
    final AudioRecord record;
    Recorder(AudioRecord record) { this.record = record; }
    @Override public void run() {
      record.startRecording();
      record.read(new byte[1024], 0, 1024);
    }
  }
}
