import type { AccountRef, Tag } from '@millrace/contract'
import { useEffect, useState } from 'react'
import { clock, exact, relative, shortName } from './words.ts'

const TICK_MS = 30_000

/** The present, ticking, so that `4 minutes ago` stays true. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A moment in words, with the exact one on hover, or beside it. */
export function Time({ at, both = false }: { at: string; both?: boolean }) {
  const now = useNow()
  return (
    <time dateTime={at} title={exact(at)}>
      {relative(at, now)}
      {both && <span className="faint"> · {exact(at)}</span>}
    </time>
  )
}

/** For records: the exact moment itself, with the words on hover. */
export function Instant({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={relative(at, now)}>
      {exact(at)}
    </time>
  )
}

/** For what is planned: the time that a clock shows, with the words on hover. */
export function Clock({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={`${exact(at)}, ${relative(at, now)}`}>
      {clock(at, now)}
    </time>
  )
}

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'mute'

/** A state, in a word and a colour: never in colour alone. */
export function Pill({ tone = 'mute', children }: { tone?: Tone; children: React.ReactNode }) {
  return <span className={`pill dot ${tone}`}>{children}</span>
}

export function TagMark({ tag, from }: { tag: Tag; from?: string }) {
  return (
    <span className="tag" title={from && `inherited from the ${from}`}>
      {tag.key}=<b>{tag.value}</b>
    </span>
  )
}

export function TagMarks({ tags }: { tags: readonly Tag[] }) {
  if (tags.length === 0) return <span className="faint">none</span>
  return (
    <span className="row">
      {tags.map((tag) => (
        <TagMark key={`${tag.key}=${tag.value}`} tag={tag} />
      ))}
    </span>
  )
}

export function Who({ arn }: { arn: string }) {
  return <span title={arn}>{shortName(arn)}</span>
}

export function AccountName({ account }: { account: AccountRef }) {
  return <span title={account.id}>{account.name}</span>
}

export function Facts({ facts }: { facts: readonly (readonly [string, React.ReactNode])[] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== null)
  return (
    <dl className="facts">
      {known.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Figures({
  figures,
}: {
  figures: readonly { name: string; value: React.ReactNode; note?: string }[]
}) {
  return (
    <dl className="figures">
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} {note && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A share at a glance; the figures stand beside it in words. */
export function Meter({ share, tone }: { share: number; tone?: Tone }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div className={`meter ${tone ?? ''}`} aria-hidden="true">
      <i style={{ width: `${percent}%` }} />
    </div>
  )
}
