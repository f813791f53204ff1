import { dayWords } from '@/data/citizen'
import type { FieldSource, OrganisationDetail, PersonDetail, RoomDetail } from '@/data/registry'
import { dayOf, ORG_ROLES, SOURCES } from '@/features/registry/words'

export interface Fact {
  label: string
  value: string
  /** Source and day where they differ from the row's own. */
  known?: string
  /** Masked: the field to ask for. */
  reveal?: string
}

type Told = [field: string, label: string, value: string | null | undefined]

/** What is known, as label and value; what is not known is left out. */
function facts(told: Told[], sources: FieldSource[], masked: string[] = []): Fact[] {
  const known = new Map(sources.map((source) => [source.field, source]))
  return told.flatMap(([field, label, value]): Fact[] => {
    if (!value?.trim()) return []
    const source = known.get(field)
    return [
      {
        label,
        value,
        ...(source && { known: sourceWords(source) }),
        ...(masked.includes(field) && { reveal: field }),
      },
    ]
  })
}

/** 入户采集 · 2026年3月1日核实 */
const sourceWords = (known: Pick<FieldSource, 'source' | 'confirmed_at'>): string =>
  `${SOURCES[known.source]} · ${dayOf(known.confirmed_at)}核实`

export function personFacts(person: PersonDetail): Fact[] {
  const { labels } = person
  const masked = person.may.includes('reveal') ? ['document', 'phone'] : []
  return facts(
    [
      ['document', labels.doc_kind || '证件号码', person.document],
      ['phone', '电话', person.phone],
      ['born_on', '出生日期', person.born_on && dayWords(person.born_on)],
      ['work_place', '工作单位', person.work_place],
      ['marriage', '婚姻状况', labels.marriage],
      ['education', '学历', labels.education],
      ['political', '政治面貌', labels.political],
      ['household_address', '户籍地址', person.household_address],
      ['household_area', '户籍区划', labels.household_area || person.household_area],
    ],
    person.sources,
    masked,
  )
}

export function roomFacts(room: RoomDetail): Fact[] {
  const { labels, floor, area_m2: area } = room
  return facts(
    [
      ['use', '房屋用途', labels.use],
      ['rented', '是否出租', room.rented ? `出租${wrapped(labels.rent_use)}` : '未登记出租'],
      ['hazard', '房屋隐患', labels.hazard],
      ['floor', '楼层', floor === null ? null : `${floor}层`],
      ['area_m2', '面积', area === null ? null : `${Number(area)}平方米`],
      ['plate_code', '门牌编号', room.plate_code],
      ['std_address_code', '标准地址编码', room.std_address_code],
    ],
    room.sources,
  )
}

export function organisationFacts(organisation: OrganisationDetail): Fact[] {
  const { labels, staff } = organisation
  const { people, closed_on: closed } = organisation
  return facts(
    [
      ['phone', '电话', organisation.phone],
      ['kind', '单位类别', labels.kind],
      ['staff', '员工数', staff === null ? null : `${staff}人`],
      ['hazard', '安全隐患', labels.hazard],
      ['attention', '关注程度', labels.attention],
      ['uscc', '信用代码', organisation.uscc],
      ['closed_on', '停业日期', closed && dayWords(closed)],
      ...people.map(({ role, name, phone }): Told => {
        return ['people', ORG_ROLES[role] ?? '联系人', [name, phone].filter(Boolean).join(' ')]
      }),
    ],
    organisation.sources,
    organisation.may.includes('reveal') ? ['phone'] : [],
  )
}

const wrapped = (words: string | undefined): string => (words ? `（${words}）` : '')
