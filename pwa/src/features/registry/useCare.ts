import { computed, onMounted } from 'vue'
import { careOf, type Care, type PersonDetail } from '@/data/registry'
import { useLoad } from '@/features/shell/useLoad'
import { useRows } from '@/sync/access'

type Own = Pick<Care, 'consents' | 'requests'>

/** What somebody was told, agreed to and asked for: as this phone holds it, else as the server says. */
export function useCare(person: () => PersonDetail) {
  const editions = useRows('consents')
  const own = computed(() => (person() as PersonDetail & { care?: Own }).care)
  const far = useLoad(() => careOf(person().id))
  const texts = computed(() =>
    editions.value.flatMap(({ body }) => (body.rows as Care['texts'] | undefined) ?? []),
  )
  const here = computed((): Care | null =>
    own.value && texts.value.length ? { ...own.value, texts: texts.value } : null,
  )
  const load = async (): Promise<void> => {
    if (!own.value) await far.load()
  }
  onMounted(load)
  return {
    care: computed(() => here.value ?? far.answer.value),
    refusal: computed(() => (here.value ? null : far.refusal.value)),
    load,
  }
}
