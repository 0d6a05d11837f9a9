import type { Me } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useAsk } from '../../api/queries.ts'
import { Page } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { ComputeNow, DeadlinesNow } from './running.tsx'
import {
  AskedNow,
  DeliveriesNow,
  EndingNow,
  QuarantineNow,
  RequestsNow,
  TrialsNow,
} from './waiting.tsx'

/** What needs this person now, most urgent first. */
export function HomeScreen() {
  const me = useAsk('getMe')
  return (
    <Answer to={me} lines={8} page>
      {(known) => <Home me={known} />}
    </Answer>
  )
}

function Home({ me }: { me: Me }) {
  const has = (area: Me['areas'][number]) => me.areas.includes(area)
  return (
    <Page
      title={`Good to see you, ${me.name}`}
      lead={`What needs you now in ${me.account.name}.`}
      action={
        <Link className="button primary" to="/search">
          Find a dataset
        </Link>
      }
    >
      <div className="columns">
        {has('approvals') && <RequestsNow />}
        {has('deliveries') && <QuarantineNow />}
        {has('pipelines') && <DeadlinesNow />}
        {has('trials') && <TrialsNow />}
        {has('deliveries') && <DeliveriesNow />}
        {has('compute') && <ComputeNow />}
        {has('access') && <EndingNow />}
        {has('access') && <AskedNow />}
      </div>
    </Page>
  )
}
