source_filename = "exceptions.c"
@_ZTIi = external constant ptr

declare void @may_throw()
declare i32 @__gxx_personality_v0(...)
declare i32 @__CxxFrameHandler3(...)
declare i32 @llvm.eh.typeid.for(ptr)

define i32 @itanium() personality ptr @__gxx_personality_v0 {
entry:
  invoke void @may_throw()
          to label %cont unwind label %lpad

cont:                                             ; preds = %entry
  invoke void @may_throw()
          to label %done unwind label %lpad2

done:                                             ; preds = %cont
  ret i32 0

lpad:                                             ; preds = %entry
  %0 = landingpad { ptr, i32 }
          cleanup
          catch ptr @_ZTIi
          catch ptr null
          filter [1 x ptr] [ptr @_ZTIi]
  %1 = extractvalue { ptr, i32 } %0, 1
  %2 = call i32 @llvm.eh.typeid.for(ptr @_ZTIi)
  %3 = icmp eq i32 %1, %2
  br i1 %3, label %done2, label %out

done2:                                            ; preds = %lpad
  ret i32 1

out:                                              ; preds = %lpad
  resume { ptr, i32 } %0

lpad2:                                            ; preds = %cont
  %4 = landingpad { ptr, i32 }
          catch ptr null
  ret i32 2
}

define void @funclets() personality ptr @__CxxFrameHandler3 {
entry:
  invoke void @may_throw()
          to label %done unwind label %dispatch

dispatch:                                         ; preds = %entry
  %switch = catchswitch within none [label %catch, label %catch2] unwind label %cleanup

catch:                                            ; preds = %dispatch
  %pad = catchpad within %switch [ptr null, i32 64, ptr null]
  call void @may_throw() [ "funclet"(token %pad) ]
  catchret from %pad to label %done

catch2:                                           ; preds = %dispatch
  %pad2 = catchpad within %switch []
  unreachable

cleanup:                                          ; preds = %dispatch
  %clean = cleanuppad within none [i32 1]
  cleanupret from %clean unwind label %last

last:                                             ; preds = %cleanup
  %lastpad = cleanuppad within none []
  cleanupret from %lastpad unwind to caller

done:                                             ; preds = %catch, %entry
  ret void
}

define void @nested() personality ptr @__CxxFrameHandler3 {
entry:
  invoke void @may_throw()
          to label %done unwind label %outer

outer:                                            ; preds = %entry
  %cs = catchswitch within none [label %catch] unwind to caller

catch:                                            ; preds = %outer
  %cp = catchpad within %cs [ptr null]
  catchret from %cp to label %done

done:                                             ; preds = %catch, %entry
  ret void
}
