import { findUnits } from '@/data/places'
import { detailOf, listRows, type PersonRow, type RoomRow } from '@/data/registryDesk'
import type { Found, Hit } from '@/features/command/registry/deeds/deed'
import { ageOf, SEXES } from '@/features/command/registry/words'

interface Finder {
  hint: string
  find: (q: string) => Promise<Hit[]>
  /** What is chosen before anything was looked for. */
  name: (id: string) => Promise<Hit | null>
}

const MANY = 20

const room = ({ id, address, people }: Pick<RoomRow, 'id' | 'address'> & { people: number }) => ({
  value: id,
  label: address,
  aside: people ? `住 ${people} 人` : '空置',
})

function person({ id, name, sex, born_on, document, room: home }: Omit<PersonRow, 'roles'>): Hit {
  const age = ageOf(born_on, Date.now())
  const words = [SEXES[sex], age === null ? '' : `${age}岁`, document, home?.address]
  return { value: id, label: name, aside: words.filter(Boolean).join(' · ') }
}

const building = ({ id, name, address }: { id: string; name: string; address: string }): Hit => ({
  value: id,
  label: name,
  aside: address,
})

export const FINDERS: Record<Found, Finder> = {
  rooms: {
    hint: '从路名开始输入地址，或输入门牌编号',
    find: async (q) => (await listRows('rooms', { q, limit: MANY })).rows.map(room),
    name: async (id) => {
      const row = await detailOf('rooms', id)
      return room({ ...row, people: row.people.length })
    },
  },
  buildings: {
    hint: '从路名开始输入楼栋地址',
    find: async (q) => (await listRows('buildings', { q, limit: MANY })).rows.map(building),
    name: async (id) => building(await detailOf('buildings', id)),
  },
  people: {
    hint: '姓名、拼音首字母或证件号码',
    find: async (q) => (await listRows('people', { q, limit: MANY })).rows.map(person),
    name: async (id) => person(await detailOf('people', id)),
  },
  units: {
    hint: '单位名称',
    find: async (q) =>
      (await findUnits(q)).rows.map(({ id, name }) => ({ value: id, label: name, aside: '' })),
    name: () => Promise.resolve(null),
  },
}
