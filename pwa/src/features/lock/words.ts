import type { LockView, Step } from '@/sync/lockStep'

const SECOND = 1000
const MINUTE = 60

/** What a try that did not open is answered with. */
export function stepWords(step: Step): string {
  if (step.kind === 'wrong') return `解锁码不对，还可以试${step.left}次`
  if (step.kind === 'trouble') return step.message
  if (step.kind === 'password') return '解锁码多次输错，请用登录密码重新设置'
  return step.kind === 'lost' ? '还没有恢复，请联系系统管理员' : ''
}

export function waitWords(pause: number): string {
  const seconds = Math.ceil(pause / SECOND)
  if (seconds < MINUTE) return `输错次数较多，请等${seconds}秒再试`
  return `输错次数较多，请等${Math.ceil(seconds / MINUTE)}分钟再试`
}

export function keptWords({ waiting, photos }: Pick<LockView, 'waiting' | 'photos'>): string {
  if (waiting > 0) return `有${waiting}条待上传，解锁后继续`
  return photos > 0 ? `有${photos}张照片待上传，解锁后继续` : ''
}
