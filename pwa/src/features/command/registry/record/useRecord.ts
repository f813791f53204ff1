import { shallowRef, watch, type Ref } from 'vue'
import { asRefusal, type Refusal } from '@/data/refusal'
import { detailOf, type AnyDetail, type DetailOf, type Kind } from '@/data/registryDesk'

interface Shown {
  kind: Kind
  id: string
}

export type Opened = { [K in Kind]: { kind: K; row: DetailOf[K] } }[Kind]

type Ask = (kind: Kind, id: string) => Promise<AnyDetail>

const nameOf = (show: Shown | null): string => (show ? `${show.kind}/${show.id}` : '')

/** The opened row; a late answer for one that was closed meanwhile is dropped. */
export function useRecord(show: Ref<Shown | null>, ask: Ask = detailOf) {
  const opened = shallowRef<Opened | null>(null)
  const trouble = shallowRef<Refusal | null>(null)

  async function refresh(): Promise<AnyDetail | null> {
    const wanted = show.value
    if (wanted === null) return null
    try {
      const row = await ask(wanted.kind, wanted.id)
      if (nameOf(show.value) !== nameOf(wanted)) return null
      opened.value = { kind: wanted.kind, row } as Opened
      trouble.value = null
      return row
    } catch (error) {
      if (nameOf(show.value) === nameOf(wanted)) trouble.value = asRefusal(error)
      return null
    }
  }

  watch(
    () => nameOf(show.value),
    () => {
      opened.value = null
      trouble.value = null
      void refresh()
    },
    { immediate: true },
  )
  return { opened, trouble, refresh }
}
