import type { Component, Health, Status } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Facts, Figures, Pill, Time, type Tone } from '../../ui/values.tsx'
import { bytes } from '../../ui/words.ts'

const EVERY_MS = 5000
const TONES: Readonly<Record<Component['state'], Tone>> = {
  ok: 'good',
  starting: 'info',
  warning: 'warn',
  failed: 'bad',
  absent: 'mute',
}

/** Is the platform itself well? */
export function HealthScreen() {
  const status = useAsk('getStatus', {}, { everyMs: EVERY_MS })
  const health = useAsk('getHealth', {}, { everyMs: EVERY_MS })
  return (
    <Page
      title="Health"
      lead="The platform’s own state. The same as “millrace status” and “doctor”."
    >
      <div className="stack loose">
        <Answer to={status}>{(data) => <StatusParts status={data} />}</Answer>
        <Answer to={health}>{(data) => <HealthParts health={data} />}</Answer>
      </div>
    </Page>
  )
}

function StatusParts({ status }: { status: Status }) {
  const { version, ready, isolation, engine, components } = status
  return (
    <>
      <Figures
        figures={[
          { name: 'Platform', value: ready ? 'ready' : 'starting', note: version },
          { name: 'Isolation', value: isolation },
          { name: 'Spark engine', value: engine.state, note: engine.detail },
          { name: 'Demo', value: status.demo.state },
        ]}
      />
      <Panel title="Components" flush>
        {components.length === 0 ? (
          <Notice icon="health" title="No component reports" />
        ) : (
          <DataTable
            label="Components"
            rows={components}
            rowKey={({ name }) => name}
            columns={[
              { name: 'Component', cell: ({ name }) => name, by: ({ name }) => name },
              { name: 'State', cell: ({ state }) => <Pill tone={TONES[state]}>{state}</Pill> },
              { name: 'Detail', cell: ({ detail }) => detail ?? '–' },
            ]}
          />
        )}
      </Panel>
    </>
  )
}

function HealthParts({ health }: { health: Health }) {
  const versions = Object.entries(health.versions)
  return (
    <>
      <div className="beside">
        <Panel title="Checks" flush>
          <DataTable
            label="Checks"
            rows={health.checks}
            rowKey={({ name }) => name}
            columns={[
              { name: 'Check', cell: ({ name }) => name },
              { name: 'State', cell: ({ state }) => <Pill tone={TONES[state]}>{state}</Pill> },
              { name: 'Detail', cell: ({ detail }) => detail },
              {
                name: 'Fix',
                cell: ({ fix }) =>
                  fix ? (
                    <span className="row">
                      <code>{fix}</code>
                      <CopyButton text={fix} label="Copy the fix" />
                    </span>
                  ) : (
                    '–'
                  ),
              },
            ]}
          />
        </Panel>
        <Panel title="Versions and disk">
          <Facts
            facts={[
              ['Up since', <Time key="up" at={health.startedAt} />],
              ['Disk free', health.disk && bytes(health.disk.freeBytes)],
              ['Used', health.disk && bytes(health.disk.usedBytes)],
              ...versions.map(([name, version]) => [name, version] as const),
            ]}
          />
        </Panel>
      </div>
      <Queues queues={health.queues} />
    </>
  )
}

/** What the platform has to do, and what it gave up. */
function Queues({ queues }: Pick<Health, 'queues'>) {
  return (
    <Panel title="Queues" flush>
      {queues.length === 0 ? (
        <Notice icon="health" title="Nothing is queued" />
      ) : (
        <DataTable
          label="Queues"
          rows={queues}
          rowKey={({ name }) => name}
          columns={[
            { name: 'Job', cell: ({ name }) => <code>{name}</code>, by: ({ name }) => name },
            {
              name: 'Due and waiting',
              number: true,
              cell: ({ waiting }) => waiting,
              by: ({ waiting }) => waiting,
            },
            {
              name: 'Given up',
              number: true,
              cell: ({ failed }) => (failed > 0 ? <Pill tone="bad">{failed}</Pill> : 0),
              by: ({ failed }) => failed,
            },
            {
              name: 'Oldest',
              cell: ({ oldestAt }) => (oldestAt ? <Time at={oldestAt} /> : '–'),
            },
          ]}
        />
      )}
    </Panel>
  )
}
