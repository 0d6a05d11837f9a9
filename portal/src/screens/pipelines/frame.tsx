import type { PipelineDetail } from '@millrace/contract'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useAct, useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { FormTrouble } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page, Tabs } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { PIPELINE_TONES } from '../../ui/tones.ts'
import { Pill } from '../../ui/values.tsx'

const EVERY_MS = 5000

export function usePipelineId(): string {
  return (useParams({ strict: false }) as { id: string }).id
}

export function PipelineFrame(props: { children: (one: PipelineDetail) => React.ReactNode }) {
  const id = usePipelineId()
  const asked = useAsk('getPipeline', { params: { id } }, { everyMs: EVERY_MS })
  const navigate = useNavigate()
  const start = useAct('startRun', ['getPipeline', 'listRuns'], (run) => {
    void navigate({ to: paths.run(run.id) })
  })
  return (
    <Answer to={asked} lines={8} page>
      {(pipeline) => (
        <Page
          title={pipeline.name}
          lead={pipeline.description}
          trail={[['Pipelines', '/pipelines']]}
          marks={<Pill tone={PIPELINE_TONES[pipeline.state]}>{pipeline.state}</Pill>}
          action={
            pipeline.mayRun && (
              <button
                type="button"
                className="button primary"
                disabled={start.isPending}
                onClick={() => start.mutate({ params: { id }, body: {} })}
              >
                <Icon name="play" /> Run what is missing
              </button>
            )
          }
          tabs={
            <Tabs
              label="Pipeline"
              tabs={[
                ['Overview', paths.pipeline(id)],
                ['Runs', paths.pipeline(id, 'runs')],
                ['Script', paths.pipeline(id, 'script')],
              ]}
            />
          }
        >
          <FormTrouble error={start.error} />
          {props.children(pipeline)}
        </Page>
      )}
    </Answer>
  )
}
