import type { Grant } from '@millrace/contract'
import { Pill, Time } from '../../ui/values.tsx'

/** What begins later: until then nothing is another. */
export function Begins({ at }: { at: string }) {
  return (
    <Pill tone="info">
      from <Time at={at} />
    </Pill>
  )
}

/** From when, if that is to come, and until when a grant holds. */
export function Term({ startsAt, endsAt, state }: Pick<Grant, 'startsAt' | 'endsAt' | 'state'>) {
  return (
    <>
      {state === 'not-yet' && startsAt && <Begins at={startsAt} />}
      {endsAt ? <Time at={endsAt} /> : <span className="faint">no end</span>}
    </>
  )
}
