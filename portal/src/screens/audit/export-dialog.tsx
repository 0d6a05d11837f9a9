import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { AccountField } from './account-field.tsx'
import { PeriodFields } from './period-fields.tsx'
import { bounds, type Wanted } from './wanted.ts'

const FORMATS = [
  ['parquet', 'Parquet, for engines'],
  ['jsonl', 'JSON lines, which can be proved without the platform'],
] as const

type Format = (typeof FORMATS)[number][0]

const RHYTHMS = [
  ['', 'No: this period once'],
  ['day', 'Every day'],
  ['hour', 'Every hour'],
] as const

type Rhythm = (typeof RHYTHMS)[number][0]

interface ExportDialogProps {
  /** What the page is about. */
  from: Pick<Wanted, 'account' | 'period' | 'from' | 'to'>
  close: () => void
  /** Of which account. */
  asked: (account: string) => void
}

/** An account's audit to S3: the platform writes it there, with the rights of who asks. */
export function ExportDialog({ from, close, asked }: ExportDialogProps) {
  const [{ account, ...period }, setOf] = useState(from)
  const [location, setLocation] = useState('')
  const [format, setFormat] = useState<Format>('parquet')
  const [every, setEvery] = useState<Rhythm>('')
  const ask = useAct('exportAudit', ['listAuditExports'], ({ accountId }) => {
    close()
    asked(accountId)
  })
  return (
    <Dialog title="Export the audit" close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const { to, ...since } = bounds(period)
          const until = every ? { every } : { ...(to && { to }) }
          const of = { ...(account && { account }), ...since, ...until }
          ask.mutate({ body: { location: location.trim(), format, ...of } })
        }}
      >
        <p className="soft">
          Every record of the period, whatever the page is narrowed to: a piece of the chain proves
          itself only whole.
        </p>
        <AccountField value={account} change={(id) => setOf({ ...period, account: id })} />
        <PlaceField value={location} change={setLocation} />
        <PeriodFields value={period} change={(next) => setOf({ account, ...next })} />
        <ChoiceField
          label="Format"
          value={format}
          change={(one) => setFormat(one as Format)}
          choices={FORMATS}
        />
        <RhythmField value={every} change={setEvery} />
        <FormEnd doing={ask} close={close}>
          Start the export
        </FormEnd>
      </form>
    </Dialog>
  )
}

function RhythmField({ value, change }: { value: Rhythm; change: (every: Rhythm) => void }) {
  return (
    <>
      <ChoiceField
        label="Goes on by itself"
        value={value}
        change={(one) => change(one as Rhythm)}
        choices={RHYTHMS}
      />
      {value && (
        <p className="small soft">
          From the beginning of the period on, with all that happens, until it is stopped.
        </p>
      )}
    </>
  )
}

function PlaceField({ value, change }: { value: string; change: (place: string) => void }) {
  return (
    <TextField
      label="Place in S3"
      placeholder="s3://bucket/prefix"
      hint="You need the right to put objects there. Files are laid out by account and day."
      value={value}
      change={change}
      pattern="\s*s3://[a-z0-9][a-z0-9.\-]+(/.*)?"
      title="s3://bucket/prefix"
      required
    />
  )
}
