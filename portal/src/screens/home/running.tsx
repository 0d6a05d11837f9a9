import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DEADLINE_TONES, machineTone } from '../../ui/tones.ts'
import { Pill, Time } from '../../ui/values.tsx'
import { Brief } from './brief.tsx'

export function DeadlinesNow() {
  const asked = usePages('listPipelines')
  const next = asked.data
    ?.filter(({ deadline }) => deadline)
    .sort((left, right) => at(left.deadline?.nextAt) - at(right.deadline?.nextAt))
  return (
    <Brief
      title="Next deadlines"
      all="/pipelines"
      asked={{ ...asked, data: next }}
      none="No pipeline has a deadline."
      itemKey={({ id }) => id}
      row={({ id, name, deadline }) => (
        <>
          <Link to={paths.pipeline(id)}>{name}</Link>
          <span className="row small">
            {deadline?.nextAt && <Time at={deadline.nextAt} />}
            {deadline && <Pill tone={DEADLINE_TONES[deadline.state]}>{deadline.state}</Pill>}
          </span>
        </>
      )}
    />
  )
}

export function ComputeNow() {
  const asked = usePages('listClusters')
  const live = asked.data?.filter((cluster) => cluster.live)
  return (
    <Brief
      title="Your running clusters"
      all="/compute"
      asked={{ ...asked, data: live }}
      none="Nothing of yours runs, so nothing costs."
      itemKey={({ id }) => id}
      row={({ name, state, createdAt }) => (
        <>
          <Link to="/compute">{name}</Link>
          <span className="row small">
            <Time at={createdAt} />
            <Pill tone={machineTone(state)}>{state.toLowerCase()}</Pill>
          </span>
        </>
      )}
    />
  )
}

function at(instant: string | undefined): number {
  return instant ? Date.parse(instant) : Number.POSITIVE_INFINITY
}
