import type { DataLocation } from '@millrace/contract'
import { useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Time, Who } from '../../ui/values.tsx'
import { GrantsPage } from './grants-page.tsx'
import { DeregisterDialog, RegisterDialog } from './location-dialogs.tsx'

const COLUMNS: readonly TableColumn<DataLocation>[] = [
  {
    name: 'Location',
    by: ({ location }) => location,
    cell: ({ location }) => <code className="breakable">{location}</code>,
  },
  {
    name: 'Open to',
    cell: ({ hybrid }) => (hybrid ? 'grants, and IAM for who has not opted in' : 'grants alone'),
  },
  {
    name: 'Read by',
    cell: ({ roleArn }) => (roleArn ? <Who arn={roleArn} /> : 'the platform'),
  },
  {
    name: 'Since',
    by: ({ registeredAt }) => registeredAt,
    cell: ({ registeredAt }) => <Time at={registeredAt} />,
  },
  { name: 'Change', tight: true, cell: ({ location }) => <Deregister location={location} /> },
]

/** Which places does nobody read but by grants? */
export function LocationsScreen() {
  const locations = usePages('listLocations')
  const [making, setMaking] = useState(false)
  return (
    <GrantsPage
      lead="What lies at a registered location is read by grants on its tables, not by S3 alone."
      action={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          Register a location
        </button>
      }
    >
      <Panel flush>
        <Answer
          to={locations}
          emptyNotice={
            <Notice icon="lock" title="No location of this account is registered">
              <p>Until one is, who may read its bucket by IAM reads the files of its tables.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Data locations"
              rows={rows}
              rowKey={({ location }) => location}
              more={locations.more}
              columns={COLUMNS}
            />
          )}
        </Answer>
      </Panel>
      {making && <RegisterDialog close={() => setMaking(false)} />}
    </GrantsPage>
  )
}

function Deregister({ location }: { location: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="button small danger"
        aria-label={`Deregister ${location}`}
        onClick={() => setOpen(true)}
      >
        Deregister
      </button>
      {open && <DeregisterDialog location={location} close={() => setOpen(false)} />}
    </>
  )
}
