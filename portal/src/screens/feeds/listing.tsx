import type { ConnectionProblem, TriedListing } from '@millrace/contract'
import { DataTable } from '../../ui/data-table.tsx'
import { Notice } from '../../ui/states.tsx'
import { Time } from '../../ui/values.tsx'
import { bytes, count } from '../../ui/words.ts'

type File = TriedListing['files'][number]

/** What lies there, to look into one of it. */
export function Listing(props: {
  listing: { files: readonly File[]; total: number }
  more: { busy: boolean; load: () => void } | undefined
  busy: boolean
  look: (path: string) => void
}) {
  const { files, total } = props.listing
  if (files.length === 0)
    return (
      <Notice icon="empty" title="The directory is empty">
        <p>The connection works. Try another directory, or come back when a file is there.</p>
      </Notice>
    )
  return (
    <>
      <p className="panel-body small soft">
        {files.length} of {count(total)} files, by name
      </p>
      <DataTable
        label="Files of the vendor"
        rows={files}
        rowKey={({ path }) => path}
        more={props.more}
        columns={[
          { name: 'File', cell: ({ path }) => <span className="breakable">{path}</span> },
          { name: 'Size', number: true, cell: ({ sizeBytes }) => bytes(sizeBytes) },
          {
            name: 'Changed',
            cell: ({ modifiedAt }) => (modifiedAt ? <Time at={modifiedAt} /> : '–'),
          },
          {
            name: 'Look',
            tight: true,
            cell: ({ path }) => (
              <button
                type="button"
                className="button small"
                disabled={props.busy}
                aria-label={`Look into ${path}`}
                onClick={() => props.look(path)}
              >
                Look into
              </button>
            ),
          },
        ]}
      />
    </>
  )
}

/** Why the vendor's side could not be looked at; a key that nobody knows is taken by hand. */
export function ProblemNote(props: { problem: ConnectionProblem; take?: (key: string) => void }) {
  const { kind, message, hostKeySha256 } = props.problem
  const unknown = kind === 'host-key-unknown' && hostKeySha256 !== undefined
  return (
    <div className={unknown ? 'callout warn' : 'callout bad'} role="alert">
      <p className="breakable">{message}</p>
      {unknown && props.take && (
        <button type="button" className="button" onClick={() => props.take?.(hostKeySha256)}>
          This is the vendor’s key
        </button>
      )}
    </div>
  )
}
