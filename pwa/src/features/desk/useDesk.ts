import { computed } from 'vue'
import { lightOf } from '@/data/light'
import type { EventRow, Light } from '@/data/types'
import { eventsAnywhere } from '@/features/events/anywhere'
import { useLive } from '@/features/shell/useLive'
import { useLoad } from '@/features/shell/useLoad'

const MOST = 100

export interface TaskGroup {
  title: string
  tasks: EventRow[]
}

const dueMoment = (task: EventRow): number =>
  task.due_at === null ? Infinity : new Date(task.due_at).getTime()

/** Overdue first, then by what falls due soonest; what has no limit comes last. */
export function byUrgency(tasks: EventRow[]): EventRow[] {
  return [...tasks].sort((a, b) => dueMoment(a) - dueMoment(b) || (a.id < b.id ? -1 : 1))
}

export function groupTasks(tasks: EventRow[], now: number): TaskGroup[] {
  const tonight = new Date(now).setHours(24, 0, 0, 0)
  const groups: TaskGroup[] = [
    { title: '已超时', tasks: [] },
    { title: '今天到期', tasks: [] },
    { title: '以后到期', tasks: [] },
  ]
  for (const task of byUrgency(tasks)) {
    const due = dueMoment(task)
    groups[due < now ? 0 : due < tonight ? 1 : 2]?.tasks.push(task)
  }
  return groups.filter((group) => group.tasks.length > 0)
}

export function countLights(tasks: EventRow[], now: number): Record<Light, number> {
  const counts: Record<Light, number> = { GREEN: 0, YELLOW: 0, RED: 0 }
  for (const task of tasks) counts[lightOf(task, now)] += 1
  return counts
}

/** What waits for me now, kept fresh by the live line. */
export function useDesk() {
  const { answer, refusal, loading, load } = useLoad(() =>
    eventsAnywhere({ scope: 'mine', open: 1, limit: MOST }),
  )
  useLive(load, (notice) => notice.kind === 'event')
  const tasks = computed(() => answer.value?.rows ?? [])
  const hasMore = computed(() => answer.value?.next != null)
  return { tasks, hasMore, isFirst: computed(() => answer.value === null), refusal, loading, load }
}
