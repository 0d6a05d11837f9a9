import type { ApprovalRule, ApprovalRules, ApprovalRulesPlan } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { problemOf } from '../../ui/states.tsx'
import { Powerless, RequestTurns, RulesNow } from './request-turns.tsx'

/** What the rules shall be, of those that there are. */
export type Next = (rules: readonly ApprovalRule[]) => ApprovalRule[]

interface Ruling {
  title: string
  /** On the button that keeps it. */
  act: string
  /** It takes something away. */
  danger?: boolean
  /** The rules as they were read. */
  seen: ApprovalRules
  next: Next
  close: () => void
}

/** What was looked at: of which rules, what they become, and what that does to open requests. */
interface Looked {
  of: ApprovalRules
  rules: ApprovalRule[]
  plan: ApprovalRulesPlan
  /** Somebody else has changed them since they were read. */
  stale: boolean
}

/**
 * Other rules of approval, in two steps: what is wanted, and what that does to requests that are
 * open. Nothing is kept that was not seen: where the rules are others meanwhile, they are shown.
 */
export function RulesDialog(props: Ruling & { children: React.ReactNode }) {
  const { title, close, children } = props
  const { looked, look, busy, error, back } = useLook(props)
  if (looked)
    return (
      <Dialog title={title} className="wide" close={close}>
        <Seen {...props} looked={looked} lookAgain={look} back={back} />
      </Dialog>
    )
  return (
    <Dialog title={title} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          look()
        }}
      >
        {children}
        <FormEnd doing={{ error, isPending: busy }} close={close}>
          See what it changes
        </FormEnd>
      </form>
    </Dialog>
  )
}

function useLook({ seen, next }: Ruling) {
  const client = useQueryClient()
  const [looked, setLooked] = useState<Looked>()
  const plan = useAct('planApprovalRules', [])
  /** Of rules that are others by now those are looked at which there are. */
  const lookAt = async (of: ApprovalRules, stale: boolean): Promise<void> => {
    const rules = next(of.rules)
    const planned = await plan.mutateAsync({ body: { rules } })
    if (planned.version === of.version) return setLooked({ of, rules, plan: planned, stale })
    const fresh = await call('getApprovalRules', {})
    await client.invalidateQueries({ queryKey: ['getApprovalRules'] })
    return lookAt(fresh, true)
  }
  return {
    looked,
    /** What fails is told by `error`. */
    look: () => void lookAt(looked?.of ?? seen, looked?.stale ?? false).catch(() => undefined),
    busy: plan.isPending,
    error: plan.error,
    back: () => setLooked(undefined),
  }
}

function Seen(props: Ruling & { looked: Looked; lookAgain: () => void; back: () => void }) {
  const { act, danger, looked, lookAgain, close, back } = props
  const put = useAct('putApprovalRules', ['getApprovalRules', 'listAccessRequests'], close)
  const { version, digest } = looked.plan
  const keep = () =>
    put.mutate(
      { body: { rules: looked.rules, version, digest } },
      { onError: (error) => isStale(error) && lookAgain() },
    )
  const changed = isStale(put.error)
  return (
    <div className="stack">
      {(looked.stale || changed) && (
        <p className="callout warn" role="alert">
          The rules or the requests were changed while you looked, so nothing was done. This is how
          they are and what it would do now: look again.
        </p>
      )}
      {looked.stale && <RulesNow rules={looked.of.rules} />}
      <Powerless approvers={looked.plan.powerless} />
      <RequestTurns plan={looked.plan} />
      {!changed && <FormTrouble error={put.error} />}
      <footer>
        <button type="button" className="button" onClick={back}>
          Back
        </button>
        <button
          type="button"
          className={danger ? 'button danger' : 'button primary'}
          disabled={put.isPending}
          onClick={keep}
        >
          {act}
        </button>
      </footer>
    </div>
  )
}

function isStale(error: unknown): boolean {
  return /^governance\.(changed-meanwhile|effects-changed)$/.test(problemOf(error).code)
}
