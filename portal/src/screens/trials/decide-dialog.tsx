import type { TrialDetail } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ChoiceField, LongTextField, Segments } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { PersonField } from '../rules/person-field.tsx'

const CHOICES = [
  ['buy', 'Buy'],
  ['no-buy', 'Do not buy'],
] as const

const EFFECTS = {
  buy: 'The trial’s grants become grants without end, and the licence becomes production.',
  'no-buy': 'The trial’s grants end now, its data is sealed, and the report stays findable.',
}

/** Signs the decision. What it does to access is said before, not after. */
export function DecideDialog({ trial, close }: { trial: TrialDetail; close: () => void }) {
  const [decision, setDecision] = useState<'buy' | 'no-buy'>('buy')
  const [reasons, setReasons] = useState('')
  const decide = useAct('decideTrial', ['getTrial', 'getMemo', 'listTrials'], close)
  const [end, setEnd] = useState<End>({ data: 'seal', heir: '' })
  const lines = reasons.split('\n').map((line) => line.trim())
  return (
    <Dialog title={`Decide: ${trial.title}`} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const workspace = trial.workspace && endOf(end, decision)
          const body = { decision, reasons: lines.filter(Boolean), ...(workspace && { workspace }) }
          decide.mutate({ params: { id: trial.id }, body })
        }}
      >
        <div>
          <Segments
            label="Decision"
            value={decision}
            change={(next) => setDecision(next as 'buy' | 'no-buy')}
            choices={CHOICES}
          />
        </div>
        <p className="callout">{EFFECTS[decision]}</p>
        <LongTextField
          label="Reasons, one a line"
          hint="They open the memo, which does not change after your signature."
          value={reasons}
          change={setReasons}
          required
        />
        {trial.workspace && <EndFields end={end} set={setEnd} decision={decision} />}
        <FormEnd doing={decide} close={close}>
          Sign “{decision}”
        </FormEnd>
      </form>
    </Dialog>
  )
}

type Decision = 'buy' | 'no-buy'
type Data = 'seal' | 'delete' | 'hand-over'
interface End {
  data: Data
  heir: string
}

const ENDS = [
  ['seal', 'sealed: nobody reads them until somebody grants them'],
  ['delete', 'deleted, with their files'],
] as const
const HANDED = ['hand-over', 'handed over'] as const

/** Nothing that is not bought is handed over. */
function endOf({ data, heir }: End, decision: Decision): { data: Data; heir?: string } {
  if (data !== 'hand-over') return { data }
  return decision === 'buy' ? { data, heir } : { data: 'seal' }
}

/** Role, cluster and notebooks go in any case, and files stay with the trial. */
function EndFields(props: { end: End; set: (end: End) => void; decision: Decision }) {
  const { end, set, decision } = props
  const { data } = endOf(end, decision)
  return (
    <>
      <ChoiceField
        label="Tables made in the workspace are"
        value={data}
        change={(value) => set({ ...end, data: value as Data })}
        choices={decision === 'buy' ? [...ENDS, HANDED] : ENDS}
      />
      {data === 'hand-over' && (
        <PersonField
          label="To whom"
          hint="The user or role that has them from then on, and may pass them on."
          principal={end.heir}
          change={(heir) => set({ ...end, heir })}
          problem={undefined}
          required
        />
      )}
    </>
  )
}
