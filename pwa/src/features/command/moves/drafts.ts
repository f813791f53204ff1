import type { Values } from '@/data/moves'

const drafts = new Map<string, Values>()

/** What was typed stays until it was taken, whatever closes the form meanwhile. */
export const draftOf = (event: string, verb: string): Values | undefined =>
  drafts.get(`${event} ${verb}`)

export const keepDraft = (event: string, verb: string, values: Values): unknown =>
  drafts.set(`${event} ${verb}`, { ...values })

export const dropDraft = (event: string, verb: string): unknown => drafts.delete(`${event} ${verb}`)
