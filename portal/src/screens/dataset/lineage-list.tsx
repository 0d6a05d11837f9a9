import type { Lineage } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'

type Node = Lineage['nodes'][number]

/** For who cannot see, or does not want, the drawing. */
export function LineageList({ lineage }: { lineage: Lineage }) {
  const names = new Map(lineage.nodes.map(({ id, label }) => [id, label]))
  const feeding = (id: string) =>
    lineage.edges.filter(({ to }) => to === id).map(({ from }) => names.get(from))
  const fed = (id: string) =>
    lineage.edges.filter(({ from }) => from === id).map(({ to }) => names.get(to))
  return (
    <DataTable<Node>
      label="Lineage"
      rows={lineage.nodes}
      rowKey={({ id }) => id}
      columns={[
        {
          name: 'Name',
          by: ({ label }) => label,
          cell: ({ label, path }) => (path ? <Link to={path}>{label}</Link> : label),
        },
        { name: 'Kind', by: ({ kind }) => kind, cell: ({ kind }) => kind },
        { name: 'Where', by: ({ detail }) => detail, cell: ({ detail }) => detail ?? '–' },
        { name: 'Made from', cell: ({ id }) => feeding(id).join(', ') || '–' },
        { name: 'Goes to', cell: ({ id }) => fed(id).join(', ') || '–' },
      ]}
    />
  )
}

/** Which columns were made of which, where jobs have said it. */
export function ColumnList({ lineage: { nodes, edges } }: { lineage: Lineage }) {
  const names = new Map(nodes.map(({ id, label }) => [id, label]))
  const rows = edges.flatMap(({ to: made, columns = [] }) =>
    columns.map(({ of, from, to, how }) => ({
      key: JSON.stringify([made, of, from, to, how]),
      made: `${names.get(made)}.${to}`,
      of: `${names.get(of)}.${from}`,
      how,
    })),
  )
  if (rows.length === 0) return null
  return (
    <Panel title="Column by column" flush>
      <DataTable
        label="Columns"
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { name: 'Column', by: ({ made }) => made, cell: ({ made }) => <code>{made}</code> },
          { name: 'Made of', by: ({ of }) => of, cell: ({ of }) => <code>{of}</code> },
          { name: 'How', cell: ({ how }) => how.toLowerCase() || '–' },
        ]}
      />
    </Panel>
  )
}
