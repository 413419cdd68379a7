/*
 * What calls are compared with: natives of the class dev.lamina.bench.calls.Jni, written by hand as JNI has it, and the
 * same functions without JNI, for JNA.
 */
#include <jni.h>

long add(long a, long b) { return a + b; }

JNIEXPORT jlong JNICALL Java_dev_lamina_bench_calls_Jni_add(JNIEnv *env, jclass self, jlong a, jlong b) {
  (void)env, (void)self;
  return a + b;
}

/* Calls Jni.addInJava count times. */
JNIEXPORT jlong JNICALL Java_dev_lamina_bench_calls_Jni_repeat(JNIEnv *env, jclass self, jlong count) {
  jmethodID method = (*env)->GetStaticMethodID(env, self, "addInJava", "(JJ)J");
  jlong sum = 0;
  for (jlong i = 0; i < count; i++) sum = (*env)->CallStaticLongMethod(env, self, method, sum, i);
  return sum;
}
