const RELEASE =
  /^emr-(6\.(9|1\d)|7\.\d{1,2})\.\d{1,2}(-latest)?$|^emr-spark-8\.\d+(\.\d+|-preview)$/

/** Runtime roles came with EMR 6.7, Livy sessions under them with 6.9. */
export function releaseOffered(label: string): boolean {
  return RELEASE.test(label)
}
