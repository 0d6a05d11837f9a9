import { useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { TextField } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import { GrantsPage } from './grants-page.tsx'
import { GrantsTable } from './grants-table.tsx'

/** Who was given what, by whom, until when? */
export function GrantsScreen() {
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<'grant' | 'share'>()
  const grants = usePages('listGrantsMade', { query: q ? { q } : {} })
  const close = () => setOpen(undefined)
  return (
    <GrantsPage
      lead="What your account granted and shared, and what it was given."
      action={
        <>
          <button type="button" className="button" onClick={() => setOpen('share')}>
            Share
          </button>
          <button type="button" className="button primary" onClick={() => setOpen('grant')}>
            New grant
          </button>
        </>
      }
    >
      <div className="filters">
        <TextField
          wide
          label="Find"
          placeholder="a name, a dataset, a tag"
          value={q}
          change={setQ}
        />
      </div>
      <Panel flush>
        <Answer
          to={grants}
          emptyNotice={
            <Notice icon="key" title={q ? 'No grant says that' : 'Nothing is granted yet'}>
              <p>
                {q ? 'Try fewer letters.' : 'Grant by LF-Tags here, or on the page of a dataset.'}
              </p>
            </Notice>
          }
        >
          {(rows) => <GrantsTable rows={rows} more={grants.more} />}
        </Answer>
      </Panel>
      {open && <GrantDialog sharing={open === 'share'} close={close} />}
    </GrantsPage>
  )
}
