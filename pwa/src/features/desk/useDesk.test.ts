import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventRow } from '@/data/types'
import { byUrgency, countLights, groupTasks } from '@/features/desk/useDesk'

const NOW = new Date(2026, 2, 1, 12).getTime()
const HOUR = 3_600_000

const task = (id: string, hours: number | null): EventRow =>
  ({
    id,
    due_at: hours === null ? null : new Date(NOW + hours * HOUR).toISOString(),
    light: hours !== null && hours < 0 ? 'RED' : 'GREEN',
  }) as EventRow

test('overdue comes first, today next, and what has no limit last', () => {
  const tasks = [task('none', null), task('next week', 170), task('tonight', 5), task('late', -2)]

  const groups = groupTasks(tasks, NOW)

  expect(groups.map(({ title, tasks: held }) => [title, held.map(({ id }) => id)])).toEqual([
    ['已超时', ['late']],
    ['今天到期', ['tonight']],
    ['以后到期', ['next week', 'none']],
  ])
})

test('an empty group has no heading', () => {
  expect(groupTasks([task('a', 2)], NOW).map(({ title }) => title)).toEqual(['今天到期'])
})

test('no task is lost by ordering or grouping', () => {
  const hours = fc.option(fc.integer({ min: -200, max: 200 }))
  fc.assert(
    fc.property(fc.array(hours, { maxLength: 30 }), (some) => {
      const tasks = some.map((one, n) => task(String(n), one))

      expect(byUrgency(tasks)).toHaveLength(tasks.length)
      expect(groupTasks(tasks, NOW).flatMap((group) => group.tasks)).toHaveLength(tasks.length)
      const { GREEN, YELLOW, RED } = countLights(tasks, NOW)
      expect(GREEN + YELLOW + RED).toBe(tasks.length)
    }),
  )
})
