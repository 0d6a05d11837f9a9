import type { Announcement, Dataset } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { ConfirmButton } from '../../ui/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LongTextField, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

interface Telling {
  dataset: Dataset
  close: () => void
}

/** Tells all who look at a dataset something, for a time. */
export function AnnounceDialog({ dataset, close }: Telling) {
  const [text, setText] = useState('')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const announce = useAct('announceDataset', ['getDataset', 'searchDatasets'], close)
  return (
    <Telling
      title="Tell the readers"
      act="Announce"
      close={close}
      doing={announce}
      submit={() => {
        const body = { text, ...startOf(from), ...(until && { until: endOf(until) }) }
        announce.mutate({ params: paramsOf(dataset), body })
      }}
    >
      <LongTextField
        label="What they should know"
        hint="It stands above every page of the dataset, for whoever may see it."
        value={text}
        change={setText}
        required
      />
      <TextField
        label="From"
        type="date"
        hint="Empty: from now on."
        value={from}
        change={setFrom}
      />
      <TextField
        label="Until"
        type="date"
        hint="With the end of this day, UTC, it goes by itself. Empty: when it is withdrawn."
        value={until}
        change={setUntil}
        min={from}
      />
    </Telling>
  )
}

/** Says that a dataset is not to be used any more, and what instead. */
export function DeprecateDialog({ dataset, close }: Telling) {
  const [reason, setReason] = useState(dataset.deprecation?.reason ?? '')
  const [goesAt, setGoesAt] = useState(dataset.deprecation?.goesAt?.slice(0, 10) ?? '')
  const [replacement, setReplacement] = useState(() => nameOf(dataset.deprecation?.replacement))
  const deprecate = useAct('deprecateDataset', ['getDataset', 'searchDatasets'], close)
  return (
    <Telling
      title={`Deprecate ${dataset.database}.${dataset.table}`}
      act="Deprecate"
      close={close}
      doing={deprecate}
      submit={() => {
        const instead = replacement.trim()
        const going = goesAt && { goesAt: endOf(goesAt) }
        const body = { reason, ...going, ...(instead && { replacement: instead }) }
        deprecate.mutate({ params: paramsOf(dataset), body })
      }}
    >
      <p className="small soft">
        It stays readable and nothing is deleted: readers are told, in lists and on every page.
      </p>
      <LongTextField label="Why" value={reason} change={setReason} required />
      <TextField label="Gone on" type="date" hint="If known." value={goesAt} change={setGoesAt} />
      <TextField
        label="Use instead"
        hint="database.table, or 111122223333/database.table of another account."
        value={replacement}
        change={setReplacement}
      />
    </Telling>
  )
}

/** Takes an announcement back. */
export function WithdrawButton({ dataset, told }: { dataset: Dataset; told: Announcement }) {
  const withdraw = useAct('withdrawAnnouncement', ['getDataset', 'searchDatasets'])
  return (
    <ConfirmButton
      label={`Withdraw: ${told.text}`}
      text="Withdraw"
      title="Withdraw the announcement?"
      effect={`Nobody is told any more: “${told.text}”`}
      act="Withdraw it"
      doing={withdraw}
      confirmed={() => withdraw.mutate({ params: { ...paramsOf(dataset), id: told.id } })}
    />
  )
}

export function ReinstateButton({ dataset }: { dataset: Dataset }) {
  const reinstate = useAct('reinstateDataset', ['getDataset', 'searchDatasets'])
  return (
    <ConfirmButton
      label="To be used again"
      text="To be used again"
      title={`Use ${dataset.database}.${dataset.table} again?`}
      effect="Readers are no longer told that it goes, nor what to use instead."
      act="It is to be used again"
      doing={reinstate}
      confirmed={() => reinstate.mutate({ params: paramsOf(dataset) })}
    />
  )
}

function Telling(props: {
  title: string
  act: string
  close: () => void
  submit: () => void
  doing: { error: unknown; isPending: boolean }
  children: React.ReactNode
}) {
  const { title, act, close, submit, doing } = props
  return (
    <Dialog title={title} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {props.children}
        <FormEnd doing={doing} close={close}>
          {act}
        </FormEnd>
      </form>
    </Dialog>
  )
}

function paramsOf({ account, database, table }: Dataset) {
  return { account: account.id, database, table }
}

function nameOf(replacement: NonNullable<Dataset['deprecation']>['replacement']): string {
  if (!replacement) return ''
  return `${replacement.account.id}/${replacement.database}.${replacement.table}`
}

function startOf(day: string): { from?: string } {
  return day ? { from: `${day}T00:00:00.000Z` } : {}
}

function endOf(day: string): string {
  return `${day}T23:59:59.000Z`
}
