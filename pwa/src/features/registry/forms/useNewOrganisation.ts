import { computed, shallowRef } from 'vue'
import {
  changesOf,
  missing,
  NEW_ORGANISATION,
  ORGANISATION,
  type Told,
} from '@/features/registry/forms/fields'
import { lookWhole } from '@/features/registry/forms/look'
import { freshOrganisation, labelsOf } from '@/features/registry/fresh'
import type { How } from '@/features/registry/later'
import { useKept } from '@/features/registry/useKept'
import type { Where } from '@/features/report/useWhere'

interface NewOrganisation {
  told: Told
  spot: Where | null
}

/** A shop or company nobody has on record: what it is, and where its door is. */
export function useNewOrganisation(done: (organisation: string, how: How) => void) {
  const tried = shallowRef(false)
  const where = { what: 'new-organisation', path: '/registry/organisations/new' }
  const blank: NewOrganisation = { told: {}, spot: null }
  const form = useKept(where, blank, async ({ told, spot }, keep) => {
    if (!spot) return
    const said = changesOf(NEW_ORGANISATION, {}, told)
    const { lon, lat, crs } = spot
    const { id, how } = await keep('add', {
      kind: 'organisation.add',
      title: `登记单位：${String(said.name)}`,
      data: { ...said, lon, lat, crs, source: 'DOOR' },
      shown: freshOrganisation(said, await labelsOf(ORGANISATION, said)),
    })
    done(id, how)
  })

  const unmet = computed((): Record<string, string> => {
    const { told, spot } = form.values.value
    return {
      ...missing(NEW_ORGANISATION, told),
      ...lookWhole(told),
      ...(!spot && { lat: '还没有位置，请定位或在地图上选' }),
    }
  })
  const wrong = computed((): Record<string, string> => ({
    ...(tried.value && unmet.value),
    ...form.wrong.value,
  }))

  async function submit(): Promise<void> {
    tried.value = true
    if (Object.keys(unmet.value).length === 0) await form.submit()
  }

  return { ...form, wrong, submit }
}
