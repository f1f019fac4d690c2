#!/bin/sh
# Writes the tones that audio-file.spec.ts decodes: 1.5 s of 440 Hz at a quarter of full scale, in stereo. Needs ffmpeg.
cd "$(dirname "$0")" || exit 1
tone() {
  ffmpeg -loglevel error -y -f lavfi -i "aevalsrc='0.25*sin(2*PI*440*t)|0.25*sin(2*PI*440*t)':s=$2:d=1.5" \
    -map_metadata -1 -fflags +bitexact -flags:a +bitexact $3 "tone.$1"
}
tone wav 16000
tone flac 44100
tone mp3 44100 '-b:a 64k'
tone ogg 44100 '-c:a libvorbis -b:a 64k'
tone opus 48000 '-c:a libopus -b:a 48k'
tone webm 48000 '-c:a libopus -b:a 48k'
tone m4a 44100 '-c:a aac -b:a 64k'
