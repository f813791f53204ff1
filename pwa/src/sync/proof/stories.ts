import { save } from '@/sync/outbox'
import type { Bug } from '@/sync/proof/bugs'
import { FarEnd } from '@/sync/proof/farEnd'
import { checkRest, checkStep, Eye } from '@/sync/proof/invariants'
import { Phone, type Tab } from '@/sync/proof/phone'
import { heal, photoOf } from '@/sync/proof/schedule'
import type { Body, Scope } from '@/sync/wire'

/** One phone in grid:1 with one person on it, and somebody who looks after every step. */
class Story {
  readonly end = new FarEnd()
  readonly phone = new Phone(1, this.end)
  readonly eye = new Eye(this.phone)

  get here(): Tab {
    return this.phone.tab(0)
  }

  get there(): Tab {
    return this.phone.tab(1)
  }

  async begin(): Promise<void> {
    this.assign('grid:1')
    this.office('p0', { name: 'n0', phone: '-' }, ['grid:1', 'grid:2'])
    await this.here.round()
    await this.look()
    this.end.backUp()
  }

  assign(...scopes: Scope[]): void {
    this.end.assigned.set(1, new Set(scopes))
  }

  office(id: string, body: Body, scopes: Scope[] = ['grid:1']): void {
    this.end.write([{ kind: 'person', id, body, scopes }])
  }

  async correct(id: string, row: string): Promise<void> {
    const doing = { id, kind: 'person.correct', row, scope: 'grid:1', title: id }
    const said = { data: { phone: id }, old: { phone: '-' } }
    await save(this.here.ctx.box, { ...doing, ...said }, [], this.phone.now)
    this.phone.saved.push(id)
  }

  async report(id: string): Promise<void> {
    const doing = { id, kind: 'event.report', scope: 'grid:1', title: id, data: { grid: 'grid:1' } }
    await save(this.here.ctx.box, doing, [await photoOf(id)], this.phone.now)
    this.phone.saved.push(id)
  }

  async look(): Promise<void> {
    checkStep(this.phone, this.end, await this.eye.look())
  }

  async rest(): Promise<void> {
    await heal({ end: this.end, phones: [this.phone] })
    await checkRest(new Map([[this.phone, this.eye]]), this.end)
  }

  /** The power goes at every moment of a round, one after the other. */
  async dieEverywhere(before: (n: number) => Promise<void> | void): Promise<void> {
    for (let n = 0; n < 45; n += 3) {
      await before(n)
      this.here.deadline = n
      await this.here.round()
      this.phone.reopen(0)
      await this.look()
    }
  }
}

/** For each rule that may be missing, the shortest story in which it is missed. */
const STORIES: Record<Bug, (story: Story) => Promise<void>> = {
  'a row overwritten by an older one': async (story) => {
    const other = new Phone(2, story.end)
    story.end.assigned.set(2, new Set(['grid:2']))
    // The snapshot of grid:2 is made now, and given to whoever comes later.
    await other.tab(0).round()
    story.office('p0', { name: 'newer', phone: '-' }, ['grid:1', 'grid:2'])
    await story.here.round()
    story.assign('grid:1', 'grid:2')
    story.here.faults = [null, null, 'request lost']
    await story.here.round()
    other.tabs.forEach((tab) => tab.close())
  },
  'a stale answer applied': async (story) => {
    story.office('p1', { name: 'n1' })
    story.here.faults = ['delayed', 'request lost']
    await story.here.round()
    story.office('p2', { name: 'n2' })
    await story.there.round()
    await story.look()
    await story.here.letGo()
  },
  'a new epoch ignored': async (story) => {
    await story.correct('c1', 'p0')
    await story.here.round()
    story.end.restore()
  },
  'a confirmation from before a restore believed': async (story) => {
    await story.correct('c1', 'p0')
    story.here.faults = ['delayed']
    await story.here.round()
    story.end.restore()
    story.there.faults = ['413']
    await story.there.round()
    await story.here.letGo()
  },
  'rows purged before the work is up': async (story) => {
    await story.correct('c1', 'p0')
    story.assign('grid:2')
    story.here.faults = ['413']
    await story.here.round()
  },
  'a photo taken for whole when a piece was taken': (story) => story.report('c1'),
  'a parked command taken for done': async (story) => {
    await story.correct('c1', 'p9')
    await story.here.round()
  },
  'the cursor moved in another transaction': (story) =>
    story.dieEverywhere((n) => story.office('p0', { name: `n${n}` })),
  'a command gone when sent': async (story) => {
    await story.correct('c1', 'p0')
    story.here.faults = ['request lost']
    await story.here.round()
  },
  'a push that does not say how old it is': async (story) => {
    await story.correct('c1', 'p0')
    await story.here.round()
    story.end.restore()
    await story.correct('c2', 'p0')
  },
  'own work dropped where the server changed the row': async (story) => {
    await story.correct('c1', 'p0')
    story.office('p0', { name: 'n0', phone: 'o' })
    story.here.faults = ['413']
    await story.here.round()
  },
  'outbox and journal in two transactions': (story) =>
    story.dieEverywhere((n) => story.correct(`c${n}`, 'p0')),
  'photos stored after their command': async (story) => {
    for (let n = 0; n < 12; n += 1) {
      const id = `c${n}`
      const photo = await photoOf(id)
      const doing = { id, kind: 'event.report', title: id, data: { grid: 'grid:1' } }
      story.here.deadline = n
      await save(story.here.ctx.box, doing, [photo], story.phone.now).catch(() => undefined)
      story.phone.reopen(0)
    }
  },
}

/** Throws where an invariant does not hold. */
export async function tell(bug: Bug): Promise<void> {
  const story = new Story()
  try {
    await story.begin()
    await STORIES[bug](story)
    await story.look()
    await story.rest()
  } finally {
    story.phone.tabs.forEach((tab) => tab.close())
  }
}
