import type { AppliedFeed, FeedDefinition } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { FormTrouble, TextField } from '../../ui/fields.tsx'
import { RestField } from './proposal.tsx'
import { agreementOf, type Draft } from './source-fields.tsx'
import { parsed, written } from './written.ts'

type Definition = Partial<FeedDefinition>

interface Saving {
  of: { vendorId: string; agreementId: string | undefined; draft: Draft }
  definition: Definition
}

/** Makes the agreement first, where there is none yet: once, also where the feed is refused. */
function useSaving({ of, definition }: Saving) {
  const { columns, key } = definition
  const me = useAsk('getMe')
  const [made, setMade] = useState(of.agreementId)
  const agree = useAct('createAgreement', ['getVendor'])
  const apply = useAct('applyFeed', ['listFeeds', 'getVendor', 'getCalendar'])
  const agreementOnce = async () => {
    if (made !== undefined) return made
    const body = agreementOf(of.draft)
    const { id } = await agree.mutateAsync({ params: { id: of.vendorId }, body })
    setMade(id)
    return id
  }
  const save = async (names: Names, written: object) => {
    const { name, database, table, role } = names
    const target = { accountId: me.data?.account.id ?? '', database, table }
    const whole = { ...written, columns, key, target } as FeedDefinition
    const agreementId = await agreementOnce()
    const body = { name, agreementId, roleArn: role, definition: whole, version: 0 }
    await apply.mutateAsync({ body })
  }
  const busy = agree.isPending || apply.isPending
  return { save, busy, error: agree.error ?? apply.error, applied: apply.data }
}

interface Names {
  name: string
  database: string
  table: string
  role: string
}

const FIELDS = [
  ['name', 'Name', ''],
  ['database', 'Database', ''],
  ['table', 'Table', ''],
  ['role', 'Role', 'The ARN of the role that the feed works as; it must trust ingestion.millrace.'],
] as const

/** Names what is proposed, and makes it. */
export function SaveFeed(props: Saving) {
  const { columns, key: _, ...rest } = props.definition
  const saving = useSaving(props)
  const [text, setText] = useState(() => written(rest))
  const [names, setNames] = useState<Names>({ name: '', database: '', table: '', role: '' })
  const definition = parsed(text)
  if (saving.applied) return <Saved name={names.name} applied={saving.applied} />
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (definition) saving.save(names, definition).catch(() => {}) // Shown below.
      }}
    >
      {FIELDS.map(([name, label, hint]) => (
        <TextField
          key={name}
          label={label}
          {...(hint && { hint })}
          value={names[name]}
          required
          change={(value) => setNames({ ...names, [name]: value })}
        />
      ))}
      <RestField
        text={text}
        change={setText}
        problem={definition ? undefined : 'This is no JSON object.'}
      />
      <FormTrouble error={saving.error} />
      <div className="row">
        <button
          type="submit"
          className="button primary"
          disabled={saving.busy || !columns?.length || !definition}
        >
          Save the feed
        </button>
      </div>
    </form>
  )
}

function Saved({ name, applied }: { name: string; applied: AppliedFeed }) {
  return (
    <div role="status">
      <p>
        Feed “{name}” is at version {applied.version}, and looks at the vendor’s files from now on.
      </p>
      <p className="small soft">
        It is changed on <Link to={paths.feed(applied.id)}>its page</Link>, or as a file:{' '}
        <code>millrace feed get {name}</code>
      </p>
      <Link className="button" to="/deliveries">
        Deliveries
      </Link>
    </div>
  )
}
