import type { Dataset, LevelTag, TagsOfDataset } from '@millrace/contract'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { TagMark } from '../../ui/values.tsx'
import { AssignTagDialog, type Target } from '../rules/assign-tag-dialog.tsx'
import { DatasetFrame, useDatasetParams } from './frame.tsx'

/** What is it tagged with, where was that set, and what goes down to which column? */
export function DatasetTagsScreen() {
  const tags = useAsk('getDatasetTags', { params: useDatasetParams() })
  return (
    <DatasetFrame>
      {(dataset) => (
        <Answer to={tags} lines={8}>
          {(data) => <Levels dataset={dataset} tags={data} />}
        </Answer>
      )}
    </DatasetFrame>
  )
}

interface Level {
  name: string
  target: Target
  tags: readonly LevelTag[]
}

function Levels({ dataset, tags }: { dataset: Dataset; tags: TagsOfDataset }) {
  const [target, setTarget] = useState<Target>()
  return (
    <div className="stack loose">
      <p className="soft">
        A tag goes down from the database to its tables and their columns, until one of them has a
        value of its own for the same key.
      </p>
      <Panel flush>
        <DataTable
          label="Tags by level"
          rows={levelsOf(dataset, tags)}
          rowKey={({ name }) => name}
          columns={[
            { name: 'On', cell: ({ name }) => name },
            { name: 'Set here', cell: (level) => <Own level={level} /> },
            { name: 'Inherited', cell: (level) => <Inherited level={level} /> },
            {
              name: 'Change',
              tight: true,
              cell: (level) => (
                <button
                  type="button"
                  className="button small"
                  aria-label={`Set a tag on ${level.name}`}
                  onClick={() => setTarget(level.target)}
                >
                  Set a tag
                </button>
              ),
            },
          ]}
        />
      </Panel>
      {target && (
        <AssignTagDialog
          dataset={dataset}
          tags={tags}
          target={target}
          close={() => setTarget(undefined)}
        />
      )}
    </div>
  )
}

function Own({ level: { tags, target } }: { level: Level }) {
  return <Marks tags={tags.filter(({ from }) => from === target.level)} />
}

function Inherited({ level: { tags, target } }: { level: Level }) {
  return <Marks tags={tags.filter(({ from }) => from !== target.level)} inherited />
}

function Marks({ tags, inherited }: { tags: readonly LevelTag[]; inherited?: boolean }) {
  if (tags.length === 0) return <span className="faint">–</span>
  return (
    <span className="row">
      {tags.map((tag) => (
        <span key={tag.key} className="row">
          <TagMark tag={tag} />
          {inherited && <span className="small faint">from the {tag.from}</span>}
        </span>
      ))}
    </span>
  )
}

function levelsOf({ database, table }: Dataset, tags: TagsOfDataset): Level[] {
  return [
    { name: `database ${database}`, target: { level: 'database' }, tags: tags.database },
    { name: `table ${table}`, target: { level: 'table' }, tags: tags.table },
    ...tags.columns.map(({ name, tags: own }): Level => {
      return { name: `column ${name}`, target: { level: 'column', column: name }, tags: own }
    }),
  ]
}
