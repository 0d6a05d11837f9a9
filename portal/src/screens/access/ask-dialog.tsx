import type { AskForAccess, DatasetRef } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LongTextField, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

const DAY_MS = 86_400_000

/** Ask for access: what for, and until when. The owner's director decides. */
export function AskDialog({ dataset, again = {}, close }: Asking) {
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState(() => inDays(90))
  const ask = useAct('askForAccess', ['listAccessRequests', 'getDataset'], close)
  const { account, database, table } = dataset
  return (
    <Dialog title={`Ask to read ${database}.${table}`} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const what = { account: account.id, database, table, ...again }
          ask.mutate({ body: { ...what, reason, ...endOf(until) } })
        }}
      >
        <LongTextField
          label="What do you need it for?"
          hint="At least ten characters. The one who decides reads exactly this."
          value={reason}
          change={setReason}
          minLength={10}
          required
        />
        <TextField
          label="Until"
          type="date"
          hint="The end date comes with the grant. Empty asks for one without end."
          value={until}
          change={setUntil}
          min={inDays(1)}
        />
        <FormEnd doing={ask} close={close}>
          Ask for access
        </FormEnd>
      </form>
    </Dialog>
  )
}

interface Asking {
  dataset: DatasetRef
  /** What is had of it already and asked for once more. */
  again?: Pick<AskForAccess, 'columns' | 'filter' | 'permissions' | 'principal'>
  close: () => void
}

/** The last moment of a day. */
function endOf(day: string): Pick<AskForAccess, 'endsAt'> {
  return day ? { endsAt: new Date(`${day}T23:59:59Z`).toISOString() } : {}
}

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}
