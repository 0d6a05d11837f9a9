import type { OperationName, RuleChange, RulesPlan } from '@millrace/contract'
import { useEffect, useRef, useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { problemOf, Skeleton } from '../../ui/states.tsx'
import { namesIn, sentence } from '../../ui/words.ts'
import { CostsList, EffectsTable, RightsTable } from '../access/effects.tsx'

/** What may be another after a change of rules. */
const CHANGED: readonly OperationName[] = [
  ...(['listTags', 'getDatasetTags', 'getDataset', 'searchDatasets'] as const),
  ...(['listGrants', 'listGrantsMade', 'listEndingGrants', 'listDataFilters'] as const),
  ...(['explainAccess', 'getUsage', 'listTagExpressions', 'listRowPolicies'] as const),
  'listLocations',
]

/** What is wrong with a field of the form, if that is what was refused. */
export type Wrong = (field: string) => string | undefined

interface Changing {
  title: string
  /** What the form asks for now. */
  changes: () => readonly RuleChange[]
  /** On the button that makes it: `Grant`. */
  act: string
  /** It takes something away. */
  danger?: boolean
  /** What it means, before the effects. */
  note?: React.ReactNode
  close: () => void
}

/**
 * A change of rules, in two steps: what is wanted, and what that would do. Nothing is made that was
 * not seen: where the rules are others meanwhile, it is looked at again.
 */
export function ChangeDialog(
  props: Changing & { fields: readonly string[]; children: (wrong: Wrong) => React.ReactNode },
) {
  const { title, changes, close, fields, children } = props
  const look = useAct('planChanges', [])
  const [asked, setAsked] = useState<readonly RuleChange[]>()
  const refused = refusalOf(look.error, fields)
  const form = useFocusOnProblem(look.error)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const wanted = changes()
    look.mutate({ body: { changes: [...wanted] } }, { onSuccess: () => setAsked(wanted) })
  }
  if (asked && look.data)
    return (
      <Dialog title={title} className="wide" close={close}>
        <Seen {...props} asked={asked} plan={look.data} back={() => setAsked(undefined)} />
      </Dialog>
    )
  return (
    <Dialog title={title} close={close}>
      <form className="stack" ref={form} onSubmit={submit}>
        {children((field) => (refused.field === field ? refused.reason : undefined))}
        {refused.field === undefined && <FormTrouble error={refused.reason} />}
        <footer>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={look.isPending}>
            {look.isPending ? 'Looking…' : 'See what it changes'}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

/** A change that needs nothing said: its effects at once, then yes or no. */
export function ConfirmDialog(props: Changing) {
  const [asked] = useState(props.changes)
  const look = useAct('planChanges', [])
  const { mutate } = look
  useEffect(() => mutate({ body: { changes: [...asked] } }), [mutate, asked])
  return (
    <Dialog title={props.title} className="wide" close={props.close}>
      {look.data && <Seen {...props} asked={asked} plan={look.data} />}
      {look.isPending && <Skeleton lines={4} />}
      {look.error && <FormTrouble error={refusalOf(look.error, []).reason} />}
    </Dialog>
  )
}

/** The steps and their effects, and the one button that makes them. */
function Seen(
  props: Changing & { asked: readonly RuleChange[]; plan: RulesPlan; back?: () => void },
) {
  const { asked, act, danger, note, close, back } = props
  const again = useAct('planChanges', [])
  const plan = again.data ?? props.plan
  const make = useAct('applyChanges', CHANGED, close)
  const body = { changes: [...asked] }
  const apply = () => {
    const { digest, snapshotVersion } = plan
    const onError = (error: unknown) => isStale(error) && again.mutate({ body })
    make.mutate({ body: { ...body, digest, snapshotVersion } }, { onError })
  }
  const stale = isStale(make.error)
  return (
    <div className="stack">
      {note}
      {stale && <StaleNotice />}
      <ul className="plan" aria-label="What is done">
        {plan.steps.map(({ sign, text }) => (
          <li key={text}>
            {sign} {namesIn(text)}
          </li>
        ))}
      </ul>
      {plan.steps.length > 0 && <EffectsTable seen={plan} />}
      <RightsTable rights={plan.rights} />
      <CostsList seen={plan} />
      {!stale && <FormTrouble error={make.error && refusalOf(make.error, []).reason} />}
      {again.error && <FormTrouble error={refusalOf(again.error, []).reason} />}
      <footer>
        <button type="button" className="button" onClick={back ?? close}>
          {back ? 'Back' : 'Cancel'}
        </button>
        <button
          type="button"
          className={danger ? 'button danger' : 'button primary'}
          disabled={make.isPending || again.isPending}
          onClick={apply}
        >
          {act}
        </button>
      </footer>
    </div>
  )
}

function StaleNotice() {
  return (
    <p className="callout warn" role="alert">
      The rules were changed while you looked, so nothing was done. This is what it would do now:
      look again.
    </p>
  )
}

/** The rules are no longer those that were looked at. */
function isStale(error: unknown): boolean {
  return /^governance\.(effects|plan)-changed$/.test(problemOf(error).code)
}

/** In the platform’s own words, and which of the fields they are about. */
function refusalOf(error: unknown, fields: readonly string[]): { field?: string; reason?: string } {
  if (!error) return {}
  const { message, facts = {} } = problemOf(error)
  const reason = sentence(typeof facts.reason === 'string' ? facts.reason : message)
  const field = fields.find((one) => one === facts.field)
  return { reason, ...(field !== undefined && { field }) }
}

/** Whoever cannot see the field hears of it by being there. */
function useFocusOnProblem(error: unknown) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [error])
  return form
}
