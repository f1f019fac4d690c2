/**
 * The sample rate that a file says of itself, so that it can be decoded without being resampled by the browser.
 *
 *   WAV   "fmt " chunk, bytes 4-7                      (RIFF)
 *   FLAC  STREAMINFO, 20 bits at byte 10               (RFC 9639, 8.2)
 *   Ogg   Opus always 48 kHz; Vorbis identification header, bytes 12-15
 *   MP3   frame header after an optional ID3v2 tag     (ISO 11172-3, 2.4.2.3)
 *
 * Undefined for others (webm and m4a keep it deep inside; nearly all are 48 or 44.1 kHz).
 */
export function audioFileRate(bytes: Uint8Array): number | undefined {
  const rate = wavRate(bytes) ?? flacRate(bytes) ?? oggRate(bytes) ?? mp3Rate(bytes);
  // What an OfflineAudioContext must accept (Web Audio, 1.3.1: 3,000 to 768,000 in practice, 8,000 to 96,000 by law).
  return rate !== undefined && rate >= 8000 && rate <= 96_000 ? rate : undefined;
}

function wavRate(bytes: Uint8Array): number | undefined {
  if (!says(bytes, 0, 'RIFF') || !says(bytes, 8, 'WAVE')) return undefined;
  let at = 12;
  while (at + 16 <= bytes.length) {
    if (says(bytes, at, 'fmt ')) return littleEndian(bytes, at + 12);
    const size = littleEndian(bytes, at + 4);
    at += 8 + size + (size % 2);
  }
  return undefined;
}

function flacRate(bytes: Uint8Array): number | undefined {
  if (!says(bytes, 0, 'fLaC') || bytes.length < 21) return undefined;
  const at = 8 + 10;
  return (bytes[at]! << 12) | (bytes[at + 1]! << 4) | (bytes[at + 2]! >> 4);
}

function oggRate(bytes: Uint8Array): number | undefined {
  if (!says(bytes, 0, 'OggS') || bytes.length < 64) return undefined;
  const packet = 27 + bytes[26]!;
  if (says(bytes, packet, 'OpusHead')) return 48_000;
  return says(bytes, packet, '\u0001vorbis') ? littleEndian(bytes, packet + 12) : undefined;
}

const mp3Rates = [44_100, 48_000, 32_000];

function mp3Rate(bytes: Uint8Array): number | undefined {
  let at = 0;
  if (says(bytes, 0, 'ID3') && bytes.length > 10) {
    at = 10 + ((bytes[6]! << 21) | (bytes[7]! << 14) | (bytes[8]! << 7) | bytes[9]!);
  }
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xe0) !== 0xe0) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const layer = (bytes[at + 1]! >> 1) & 3; // 0 is reserved: AAC in ADTS, whose sync word looks alike
  const rate = mp3Rates[(bytes[at + 2]! >> 2) & 3];
  if (rate === undefined || version === 1 || layer === 0) return undefined;
  return version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
}

function says(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function littleEndian(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
