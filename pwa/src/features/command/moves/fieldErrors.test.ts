import { expect, test } from 'vitest'
import { ref } from 'vue'
import { useFieldErrors } from '@/features/command/moves/fieldErrors'

test('an error stands as long as its field says what was wrong, and the others stay', () => {
  const values = ref<Record<string, unknown>>({ name: '', phone: '12', people: [{ name: '' }] })
  const errors = useFieldErrors(values)
  errors.value = { name: '请填写姓名', phone: '电话号码不正确', place: '请选点' }

  values.value.name = '张三'
  expect(errors.value).toEqual({ phone: '电话号码不正确', place: '请选点' })

  values.value = { ...values.value, phone: '13812345678' }
  expect(errors.value).toEqual({ place: '请选点' })

  values.value.name = ''
  expect(errors.value).toEqual({ name: '请填写姓名', place: '请选点' })
})

test('what changes inside a field counts as the field', () => {
  const values = ref({ people: [{ name: '' }] })
  const errors = useFieldErrors(values)
  errors.value = { people: '请填写姓名' }

  values.value.people[0] = { name: '李四' }
  expect(errors.value).toEqual({})
})
