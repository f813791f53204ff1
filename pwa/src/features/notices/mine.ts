import { account } from '@/data/session'
import type { Notice } from '@/data/types'

/** Nobody wants to be told what they did themselves, on this device or another, now or a day ago without a line. */
export const isMine = ({ by }: Notice): boolean => !!by && by === account.value?.alias
