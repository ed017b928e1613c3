// In app/build.gradle.kts:   apply(from = "../pipelines/consentry.gradle.kts")
// `gradle assembleRelease` then scans what it built; a finding or an incomplete scan fails the build.
val consentry = tasks.register<Exec>("consentryRelease") {
    group = "verification"
    description = "Scans the release package for breaches of personal-information rules"
    val outputs = layout.buildDirectory.dir("outputs/apk/release").get().asFile
    val mapping = layout.buildDirectory.file("outputs/mapping/release/mapping.txt").get().asFile
    val report = layout.buildDirectory.file("reports/consentry.html").get().asFile
    doFirst {
        report.parentFile.mkdirs()
        val names = if (mapping.exists()) listOf("--mapping", mapping.path) else emptyList()
        commandLine(listOf("consentry", "scan", outputs.path, "--output", "html=${report.path}") + names)
    }
}
tasks.matching { it.name == "assembleRelease" }.configureEach { finalizedBy(consentry) }
