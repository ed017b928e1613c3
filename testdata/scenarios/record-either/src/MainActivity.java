package fixture.recordeither;

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
    AudioRecord.Builder builder = new AudioRecord.Builder().setAudioFormat(format);
    if (System.currentTimeMillis() % 2 == 0) {
      builder.setAudioSource(MediaRecorder.AudioSource.MIC);
    } else {
      builder.setAudioPlaybackCaptureConfig(played);
    }
    new Recorder(builder.build()).start();
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
