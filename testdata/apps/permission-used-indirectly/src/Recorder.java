package fixture.permissionusedindirectly;

import android.media.MediaRecorder;

/** RECORD_AUDIO by a subclass: the call names this class, not MediaRecorder. */
final class Recorder extends MediaRecorder {
    void begin() {
        setAudioSource(AudioSource.MIC);
    }
}
