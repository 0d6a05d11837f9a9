import { digestOf } from './digest.ts'
import type { Decision } from './trial.ts'

export interface MemoSection {
  title: string
  markdown: string
}

/** What is signed. The digests say on which charter and which report the decision rests. */
export interface Memo {
  trialId: string
  title: string
  recommendation?: Decision
  charterDigest: string
  reportDigest?: string
  sections: MemoSection[]
}

export interface Signature {
  by: string
  accountId: string
  principal: string
  at: string
  verdict: Decision
  /** Of the memo's digest with the members above. */
  digest: string
}

export interface SignedMemo {
  memo: Memo
  digest: string
  signatures: Signature[]
}

/** Who says what over which content, and when, bound together. */
export function sign(memo: Memo, by: Omit<Signature, 'digest'>): SignedMemo {
  const digest = digestOf(memo)
  return { memo, digest, signatures: [{ ...by, digest: digestOf({ ...by, memo: digest }) }] }
}

/** Why this is not what was signed; undefined: it is. */
export function tampered({ memo, digest, signatures }: SignedMemo): string | undefined {
  if (digestOf(memo) !== digest) return 'its content has another digest'
  if (signatures.length === 0) return 'it has no signature'
  for (const { digest: signed, ...by } of signatures)
    if (digestOf({ ...by, memo: digest }) !== signed)
      return `the signature of "${by.by}" does not fit`
  return undefined
}
