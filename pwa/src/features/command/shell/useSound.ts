import { shallowRef, watch } from 'vue'

const KEY = 'command.sound'
const isOn = shallowRef(localStorage.getItem(KEY) === 'on')
let speaker: AudioContext | undefined

watch(isOn, (on) => localStorage.setItem(KEY, on ? 'on' : 'off'))

function tone(at: number, hertz: number): void {
  if (!speaker) return
  const wave = new OscillatorNode(speaker, { frequency: hertz })
  const volume = new GainNode(speaker, { gain: 0 })
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.18, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.32)
  wave.connect(volume).connect(speaker.destination)
  wave.start(at)
  wave.stop(at + 0.35)
}

/** Two soft notes for a new matter; off until somebody asks for it. */
export function useSound() {
  function ring(): void {
    if (!isOn.value) return
    speaker ??= new AudioContext()
    tone(speaker.currentTime, 880)
    tone(speaker.currentTime + 0.18, 1175)
  }

  function toggle(): void {
    isOn.value = !isOn.value
    ring()
  }

  return { isOn, ring, toggle }
}
