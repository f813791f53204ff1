import { ref, shallowRef, watch } from 'vue'
import { commandId, dropDraft, loadDraft, saveDraft } from '@/data/drafts'
import { blank, payload, problems, type Values } from '@/data/moves'
import { asRefusal, Refusal } from '@/data/refusal'
import type { EventDetail, Move } from '@/data/types'
import { moveLater } from '@/features/events/moveLater'
import { NOT_KEPT } from '@/features/sync/words'
import { photoId } from '@/features/sync/photos'
import { stampHere } from '@/features/photos/stamp'
import { usePhotos, type Photos } from '@/features/photos/usePhotos'
import { useVoices } from '@/features/voice/useVoices'
import { timedId } from '@/sync/ids'

interface Ends {
  done: (event: EventDetail) => void
  /** Kept here, and sent as soon as there is a line. */
  saved: () => void
  movedOn: () => void
}

/** The form of one move on one event; what was typed outlives a closed page. */
export function useMove(event: EventDetail, move: Move, ends: Ends) {
  const name = `w:move:${event.id}:${move.verb}`
  const values = ref<Values>(loadDraft(name, { ...blank(move.needs), ...suggested(event, move) }))
  const wrong = ref<Record<string, string>>({})
  const refusal = shallowRef('')
  const busy = shallowRef(false)
  const albums = albumsOf(name, move)
  // Where something may be shown, something may be said.
  const voices = albums.size > 0 ? useVoices(name) : null
  void voices?.restore()

  watch(values, (now) => saveDraft(name, now), { deep: true })
  watch([values, () => [...albums.values()].map(({ held }) => held.value.length)], forgive, {
    deep: true,
  })

  function forgive(): void {
    if (busy.value) return
    refusal.value = ''
    wrong.value = stillWrong(wrong.value, move, { ...values.value, ...shotIn(albums) })
  }

  async function submit(): Promise<void> {
    if (busy.value) return
    refusal.value = ''
    busy.value = true
    try {
      Object.assign(values.value, shotIn(albums))
      wrong.value = problems(move.needs, values.value)
      if (Object.keys(wrong.value).length === 0) await deliver()
    } catch (error) {
      explain(error)
    } finally {
      busy.value = false
    }
  }

  async function deliver(): Promise<void> {
    const content = payload(move.needs, values.value)
    // A matter that has moved on meanwhile is answered anew.
    const spoken = voices?.spoken.value ?? []
    const print = { ...content, voices: spoken.map(photoId), state: event.state }
    const id = commandId(name, print, () => timedId(Date.now()))
    const moved = await moveLater({ event, move, content, id }, [...albums.values()], spoken)
    for (const album of albums.values()) await album.clear()
    await voices?.clear()
    dropDraft(name)
    if (moved) ends.done(moved)
    else ends.saved()
  }

  function explain(error: unknown): void {
    const { code, errors, message } = asRefusal(error)
    refusal.value = error instanceof Refusal ? message : NOT_KEPT
    wrong.value = Object.fromEntries(
      Object.entries(errors).map(([field, texts]) => [field, texts[0] ?? message]),
    )
    if (code === 'moved_on') ends.movedOn()
  }

  return { values, wrong, refusal, busy, albums, voices, submit }
}

/** Those of the photos it needs, with what was taken before the page was closed. */
function albumsOf(name: string, { needs }: Move): Map<string, Photos> {
  const names = needs.flatMap((need) => (need.kind === 'photos' ? [need.name] : []))
  const albums = new Map(
    names.map((one) => [one, usePhotos(`${name}:${one}`, { stamp: stampHere })]),
  )
  for (const album of albums.values()) void album.restore()
  return albums
}

const shotIn = (albums: Map<string, Photos>): Values =>
  Object.fromEntries([...albums].map(([need, { held }]) => [need, held.value.map(photoId)]))

/** What has been put right is not held against anybody while the rest is. */
function stillWrong(wrong: Record<string, string>, { needs }: Move, now: Values) {
  const still = problems(needs, now)
  return Object.fromEntries(Object.entries(wrong).filter(([need]) => need in still))
}

/** Co-units are only offered in the list: all of them must finish (协办). */
function suggested(event: EventDetail, move: Move): Values {
  if (move.verb !== 'dispatch' || !event.suggested) return {}
  return { unit: event.suggested.unit.id }
}
