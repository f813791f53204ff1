import { computed, type ComputedRef } from 'vue'
import { account } from '@/data/session'
import { leavingOf, myGrids } from '@/features/handover/leaving'
import { useRows, useStored } from '@/sync/access'

/** Whether a hand-over waits for this worker: something to give back, or words about a grid not received yet. */
export function useHandOverNews(): ComputedRef<boolean> {
  const notes = useRows('handover')
  const receipts = useRows('receipt')
  const held = useStored(
    async (phone) => (await leavingOf(phone)).some(({ gone_at: gone }) => gone === null),
    false,
  )
  return computed(() => {
    const mine = new Set(myGrids.value.map(({ at_id: id }) => id))
    const received = new Set(receipts.value.map(({ body }) => body.grid))
    const isNew = notes.value.some(
      ({ body }) =>
        mine.has(Number(body.grid)) && !received.has(body.grid) && body.by_id !== account.value?.id,
    )
    return held.value || isNew
  })
}
