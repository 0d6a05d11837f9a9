import { ENGINES, RELEASES } from '../../server/src/contexts/compute/index.ts'
import { table } from './markdown.ts'

/** Which engine answers which label, and what an engine is made of. */
export function releasesPage(): string[] {
  return [
    'A label is accepted only where this table has it; for any other there is a ' +
      '`ValidationException`. `ListReleaseLabels`, `DescribeReleaseLabel`, `RunJobFlow`, ' +
      '`CreateApplication` and the parameter `ReleaseLabel` of the service catalogue go by it. ' +
      'Code that runs at an account’s own place (Livy, with an access key pair) names a label as ' +
      'the setting `spark.millrace.release`, and runs on spark-4.1 without one.',
    table(
      ['label', 'answered by', 'Spark of AWS’s release'],
      RELEASES.map(({ label, engine, sparkThere = '–' }) => [`\`${label}\``, engine, sparkThere]),
    ),
    '## Engines',
    table(
      ['engine', 'Spark', 'Scala', 'Hadoop client', 'Iceberg', 'Java', 'Python'],
      Object.entries(ENGINES).map(([engine, made]) => {
        const { spark, scala, hadoop, iceberg, java, python } = made
        return [engine, spark, scala, hadoop, iceberg, java, python]
      }),
    ),
    'spark-4.1 is provisioned by `npm start`. spark-3.5 is provisioned when a cluster of it is ' +
      'made or code first wants it: about 480 MB of downloads and one to four minutes, during ' +
      'which sessions say how far it is in their logs, and runs in their state details. It goes ' +
      'on where it was after a failure or a restart. It has no standby drivers: each of its ' +
      'drivers is started when it is wanted.',
  ]
}
