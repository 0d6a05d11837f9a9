import type { TrialDetail } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LongTextField, Segments } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

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
  const lines = reasons.split('\n').map((line) => line.trim())
  return (
    <Dialog title={`Decide: ${trial.title}`} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const body = { decision, reasons: lines.filter(Boolean) }
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
        <FormEnd doing={decide} close={close}>
          Sign “{decision}”
        </FormEnd>
      </form>
    </Dialog>
  )
}
