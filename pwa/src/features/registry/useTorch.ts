import { shallowRef } from 'vue'

/** Light for a dark stairway, on phones that let a page switch it. */
export function useTorch() {
  const track = shallowRef<MediaStreamTrack | null>(null)
  const isOn = shallowRef(false)

  function of(stream: MediaStream): void {
    const [one] = stream.getVideoTracks()
    const can = one?.getCapabilities?.() as { torch?: boolean } | undefined
    track.value = can?.torch && one ? one : null
  }

  async function toggle(): Promise<void> {
    const now = { torch: !isOn.value } as MediaTrackConstraintSet
    await track.value?.applyConstraints({ advanced: [now] }).then(
      () => (isOn.value = !isOn.value),
      () => (track.value = null),
    )
  }

  function forget(): void {
    track.value = null
    isOn.value = false
  }

  return { track, isOn, of, toggle, forget }
}
